"""The sheets of the reporting workbook, a module each; cells.py knows how a cell is written, looks.py how it looks."""
