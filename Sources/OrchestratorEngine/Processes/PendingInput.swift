#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What a process has yet to be given on its standard input.
struct PendingInput {
    private let bytes: [UInt8]
    private var written = 0

    init(_ input: ProcessRequest.Input) {
        if case .text(let text) = input { bytes = Array(text.utf8) } else { bytes = [] }
    }

    var isEmpty: Bool { written == bytes.count }

    /// Writes as much as the pipe takes without waiting; `false` if nobody reads it any more.
    mutating func write(to descriptor: Int32) -> Bool {
        let count = bytes.withUnsafeBytes { all in
            let rest = UnsafeRawBufferPointer(rebasing: all[written...])
            #if canImport(Darwin)
                return Darwin.write(descriptor, rest.baseAddress, rest.count)
            #elseif canImport(Musl)
                return Musl.write(descriptor, rest.baseAddress, rest.count)
            #else
                return Glibc.write(descriptor, rest.baseAddress, rest.count)
            #endif
        }
        guard count >= 0 else { return errno == EAGAIN || errno == EINTR }
        written += count
        return true
    }
}
