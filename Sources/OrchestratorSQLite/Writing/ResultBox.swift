internal import Synchronization

/// Carries a result out of a body that runs on another caller's thread.
final class ResultBox<Value: Sendable>: Sendable {
    let result = Mutex<Value?>(nil)
}
