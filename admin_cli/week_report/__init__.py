"""The week as people look at it: what may be shown, on paper and in a workbook."""
