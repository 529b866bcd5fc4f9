import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A terminal that a test reads.
final class PseudoTerminal {
    struct Unavailable: Error {}

    private let screen: Int32
    let program: FileHandle

    init(columns: UInt16) throws {
        screen = posix_openpt(O_RDWR | O_NOCTTY)
        guard screen >= 0, grantpt(screen) == 0, unlockpt(screen) == 0, let name = ptsname(screen) else { throw Unavailable() }
        let other = open(name, O_RDWR | O_NOCTTY)
        guard other >= 0 else { throw Unavailable() }
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard ioctl(other, UInt(TIOCSWINSZ), &size) == 0 else { throw Unavailable() }
        program = FileHandle(fileDescriptor: other, closeOnDealloc: false)
    }

    /// After this the program alone keeps the terminal open.
    func closeProgramSide() { close(program.fileDescriptor) }

    /// What is printed until nobody has the terminal open any more.
    func readToEnd() -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(screen, &buffer, buffer.count)
            // Linux gives EIO once the other side is closed.
            guard count > 0 else { break }
            text += buffer[..<count]
        }
        close(screen)
        return String(decoding: text, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
    }
}
