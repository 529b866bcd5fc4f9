@_exported public import OrchestratorConfiguration
@_exported public import OrchestratorDatabase
@_exported public import OrchestratorEngine
@_exported public import OrchestratorModel
@_exported public import OrchestratorSQLite
@_exported public import OrchestratorState

#if PostgreSQL
    @_exported public import OrchestratorPostgres
#endif
