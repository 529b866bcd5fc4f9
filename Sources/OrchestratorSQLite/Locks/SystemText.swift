#if os(Linux)
    internal import Glibc

    /// Files of the kernel, which are made anew at each opening.
    enum SystemText {
        /// The whole text; `nil` where it can't be read.
        static func read(_ path: String) -> String? {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            defer { close(descriptor) }
            var text: [UInt8] = []
            var piece = [UInt8](repeating: 0, count: 16 * 1024)
            while case let count = Glibc.read(descriptor, &piece, piece.count), count > 0 { text += piece[..<count] }
            return String(decoding: text, as: UTF8.self)
        }
    }
#endif
