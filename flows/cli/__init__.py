"""The command `umran`: one module a subcommand; no calculation here."""
