import Foundation

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A directory in which a process can read everything and write nothing.
struct ReadOnlyPlace {
    /// What the program is started through.
    let wrapper: [String]
    private let directory: String
    private let isMarked: Bool

    /// Whoever may mount sees the directory through a mount that is for reading alone, in a namespace of the one process; others are kept out by
    /// the permissions of all that is in it, root by giving up being root.
    init(_ directory: String) {
        self.directory = directory
        let mount = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && cd . && exec \"$@\""
        if getuid() == 0, Self.works(["unshare", "--mount", "sh", "-c", mount, directory, "true"]) {
            (wrapper, isMarked) = (["/usr/bin/env", "unshare", "--mount", "sh", "-c", mount, directory], false)
            return
        }
        let drop = ["/usr/bin/env", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        (wrapper, isMarked) = (getuid() == 0 ? drop : [], true)
        Self.mark(directory, "a-w")
    }

    /// Lets everything be written again, so that it can be removed.
    func end() { if isMarked { Self.mark(directory, "u+w") } }

    private static func mark(_ directory: String, _ mode: String) { _ = works(["chmod", "-R", mode, directory]) }

    private static func works(_ command: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
