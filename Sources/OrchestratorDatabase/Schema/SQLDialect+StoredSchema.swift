extension SQLDialect {
    /// A query for all columns: the table, the column, its type, and whether it can't be NULL.
    var storedColumns: SQLStatement {
        switch self {
        case .sqlite:
            """
            SELECT tables.name, columns.name, columns.type, columns."notnull"
            FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'
            """
        case .postgresql:
            """
            SELECT tables.relname::text, attname::text, format_type(atttypid, atttypmod), attnotnull::integer::bigint
            FROM pg_class AS tables JOIN pg_attribute ON attrelid = tables.oid
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
            """
        }
    }

    /// A query for all indexes: the table, the index, and what it lists, as it stands in `CREATE INDEX` behind the table.
    var storedIndexes: SQLStatement {
        switch self {
        case .sqlite: "SELECT tbl_name, name, substr(sql, instr(sql, '(')) FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
        case .postgresql:
            // The server tells conditions with parentheses and types, which the program does not write.
            """
            SELECT tables.relname::text, indexes.relname::text, '(' || (
                    SELECT string_agg(
                        pg_get_indexdef(indexrelid, number, true) || CASE WHEN indoption[number - 1] & 1 = 1 THEN ' DESC' ELSE '' END,
                        ', ' ORDER BY number)
                    FROM generate_series(1, indnkeyatts::integer) AS number
                ) || ')' || coalesce(' WHERE ' || translate(replace(pg_get_expr(indpred, indrelid), '::text', ''), '()', ''), '')
            FROM pg_index JOIN pg_class AS indexes ON indexes.oid = indexrelid JOIN pg_class AS tables ON tables.oid = indrelid
            WHERE tables.relnamespace = current_schema()::regnamespace
            """
        }
    }

    /// A query for the columns of which no two rows have the same values: the table, the index that sees to it, and a column, in their order.
    var storedKeys: SQLStatement {
        switch self {
        case .sqlite:
            // The column that rows are kept in the order of has no index of its own.
            """
            SELECT table_name, index_name, column_name FROM (
                SELECT tables.name AS table_name, indexes.name AS index_name, columns.seqno AS number, columns.name AS column_name
                FROM sqlite_schema AS tables JOIN pragma_index_list(tables.name) AS indexes JOIN pragma_index_info(indexes.name) AS columns
                WHERE tables.type = 'table' AND indexes."unique" = 1 AND indexes.partial = 0 AND columns.name IS NOT NULL
                UNION ALL
                SELECT tables.name, '', 0, columns.name FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
                WHERE tables.type = 'table' AND columns.pk = 1 AND upper(columns.type) = 'INTEGER'
            ) ORDER BY table_name, index_name, number
            """
        case .postgresql:
            """
            SELECT tables.relname::text, indexes.relname::text, attname::text
            FROM pg_index JOIN pg_class AS indexes ON indexes.oid = indexrelid JOIN pg_class AS tables ON tables.oid = indrelid
            CROSS JOIN LATERAL unnest(indkey::int2[]) WITH ORDINALITY AS key (attribute, number)
            JOIN pg_attribute ON attrelid = indrelid AND attnum = attribute
            WHERE tables.relnamespace = current_schema()::regnamespace AND indisunique AND indpred IS NULL AND key.number <= indnkeyatts
            ORDER BY 1, 2, key.number
            """
        }
    }
}
