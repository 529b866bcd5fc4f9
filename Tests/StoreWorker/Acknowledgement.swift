import Foundation

/// Lines that say what is durable. Each goes out in one call, before anything else happens.
enum Acknowledgement {
    static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
    }
}
