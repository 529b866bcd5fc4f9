internal import OrchestratorModel

/// What a human decided to live with.
struct FindingWaiver {
    let time: Timestamp
    let actor: String?
    let reason: String?
}
