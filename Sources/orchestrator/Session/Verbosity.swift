import Synchronization

/// Whether more is to be said on standard error. Set once, as soon as the options of the command are known.
enum Verbosity {
    private static let isRaised = Atomic(false)

    static var isVerbose: Bool { isRaised.load(ordering: .relaxed) }

    static func set(_ options: GlobalOptions) { isRaised.store(options.verbose, ordering: .relaxed) }
}
