import OrchestratorDatabase
import OrchestratorTestKit

@testable import OrchestratorState

extension Store {
    /// Lets the server fail every second commit that changes runs, as it does where transactions are in each other's way, so that each body is run
    /// twice. How often it did survives what is undone: a sequence is in no transaction.
    func failEverySecondCommit() async throws {
        let function = """
            CREATE FUNCTION fail_every_second_commit() RETURNS trigger LANGUAGE plpgsql AS '
            BEGIN
                IF current_setting(''tests.transaction'', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
                    PERFORM set_config(''tests.transaction'', pg_current_xact_id()::text, true);
                    IF nextval(''attempts'') % 2 = 1 THEN
                        RAISE EXCEPTION ''the test is in the way'' USING ERRCODE = ''40001'';
                    END IF;
                END IF;
                RETURN NULL;
            END'
            """
        try await database.write { connection in
            try connection.execute("CREATE SEQUENCE attempts")
            try connection.execute(SQLStatement(text: function))
            try connection.execute(
                """
                CREATE CONSTRAINT TRIGGER fail_every_second_commit AFTER INSERT OR UPDATE OR DELETE ON runs DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION fail_every_second_commit()
                """)
        }
    }

    /// How many attempts there were.
    func attempts() async throws -> Int {
        try await database.read { try $0.first("SELECT last_value FROM attempts") { try $0.integer() } } ?? 0
    }
}
