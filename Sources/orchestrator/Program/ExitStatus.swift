/// What the exit status of the program means. Throwing one ends the program with it and prints nothing more.
enum ExitStatus: Error, Hashable {
    case success
    /// The run failed or was aborted; the operation failed.
    case failure
    /// Usage, configuration or plan: nothing was started.
    case usage
    /// The run is paused and waits for a human.
    case paused
    case notFound
    /// The store can't be trusted.
    case store
    /// What it printed could not be written.
    case output
    /// Out of reach or carried out by another process.
    case busy
    /// Stopped by a signal.
    case signal(Int32)

    var code: Int32 {
        switch self {
        case .success: 0
        case .failure: 1
        case .usage: 2
        case .paused: 3
        case .notFound: 4
        case .store, .output: 70
        case .busy: 75
        case .signal(let number): 128 + number
        }
    }
}
