"""Pictures for paper and slides, drawn without a browser: SVG, PDF and PNG with real text."""
