"""The workbench: a local server and its page, on which an article is coded in the browser."""
