import Foundation
import Synchronization

/// What comes out of a pipe, read while the program runs, so that a full pipe does not stop it.
final class Drained: Sendable {
    private let done = DispatchGroup()
    private let bytes = Mutex(Data())

    init(_ handle: FileHandle) {
        let descriptor = handle.fileDescriptor
        done.enter()
        DispatchQueue(label: "drain").async { [self] in
            let whole = (try? FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).readToEnd()) ?? nil
            bytes.withLock { $0 = whole ?? Data() }
            done.leave()
        }
    }

    func text() -> String {
        done.wait()
        return String(decoding: bytes.withLock { $0 }, as: UTF8.self)
    }
}
