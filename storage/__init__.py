"""Everything that knows SQL: tables, migrations, repositories."""
