"""`ringkasan.xlsx`: the week as a workbook that a person likes to open."""
