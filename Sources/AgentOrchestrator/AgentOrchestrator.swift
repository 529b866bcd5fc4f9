@_exported public import OrchestratorModel
