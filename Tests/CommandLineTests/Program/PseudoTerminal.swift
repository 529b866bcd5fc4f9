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
        screen = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        guard screen >= 0, let name = Self.name(of: screen) else { throw Unavailable() }
        let other = open(name, O_RDWR | O_NOCTTY)
        guard other >= 0 else { throw Unavailable() }
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard ioctl(other, UInt(TIOCSWINSZ), &size) == 0 else { throw Unavailable() }
        program = FileHandle(fileDescriptor: other, closeOnDealloc: false)
    }

    #if canImport(Darwin)
        private static func name(of screen: Int32) -> String? {
            grantpt(screen) == 0 && unlockpt(screen) == 0 ? ptsname(screen).map { String(cString: $0) } : nil
        }
    #else
        /// Glibc's functions for this are hidden from Swift by its feature macros; this is what they do.
        private static func name(of screen: Int32) -> String? {
            let (getNumber, setLock) = (UInt(0x8004_5430), UInt(0x4004_5431))
            var (number, isLocked) = (UInt32(0), Int32(0))
            guard ioctl(screen, setLock, &isLocked) == 0, ioctl(screen, getNumber, &number) == 0 else { return nil }
            return "/dev/pts/\(number)"
        }
    #endif

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
