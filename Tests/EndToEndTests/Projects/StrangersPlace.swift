import Foundation

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A directory that the program may not use as it would: its permissions are taken away, and root, whom they don't bind, gives up being root.
struct StrangersPlace {
    /// What the program is started through.
    let wrapper: [String]
    private let directory: String
    private let before: mode_t

    /// - Parameter mode: The permissions of the directory, which bind its owner too.
    init(_ directory: String, mode: mode_t) {
        self.directory = directory
        wrapper = getuid() == 0 ? ["/usr/bin/env", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
        var status = stat()
        before = stat(directory, &status) == 0 ? status.st_mode & 0o777 : 0o755
        chmod(directory, mode)
    }

    /// Gives the permissions back, so that it can be removed.
    func end() { chmod(directory, before) }
}
