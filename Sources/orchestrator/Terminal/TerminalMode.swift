import Foundation

/// Keeps what is typed from disturbing a picture, and gives the terminal back as it was.
struct TerminalMode {
    private let descriptor: Int32
    private var before: termios?

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Whether the terminal is this process's to draw on: it is another's while the shell has put this process into the background.
    var isForeground: Bool {
        let group = tcgetpgrp(descriptor)
        // A terminal that controls no session has no foreground.
        return group == -1 || group == getpgrp()
    }

    /// Lets nothing that is typed appear by itself, and Ctrl-C throw nothing away that was written and not shown yet: it may be half of a picture.
    mutating func begin() {
        var settings = termios()
        // To change the settings from the background would stop this process (POSIX, 11.1.4).
        guard isForeground, tcgetattr(descriptor, &settings) == 0, before == nil || settings.c_lflag & tcflag_t(ECHO) != 0 else { return }
        before = settings
        settings.c_lflag &= ~tcflag_t(ECHO)
        settings.c_lflag |= tcflag_t(NOFLSH)
        tcsetattr(descriptor, TCSANOW, &settings)
    }

    mutating func restore() {
        guard var settings = before, isForeground else { return }
        tcsetattr(descriptor, TCSANOW, &settings)
        before = nil
    }
}
