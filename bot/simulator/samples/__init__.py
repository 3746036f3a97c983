"""Evidence to try things with, drawn by code: nobody needs a file of their own for a demo."""
