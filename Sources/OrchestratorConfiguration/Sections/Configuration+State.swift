extension Configuration {
    /// The store.
    public struct State: Sendable {
        /// Where runs are kept.
        public var url = StateLocation.sqlite(path: "data/orchestrator.db")
        /// How long a worker that fell silent keeps its run.
        public var leaseTTL = Duration.seconds(30)
        /// How often a worker renews.
        public var leaseRenewal = Duration.seconds(10)

        static let schema = Section<Self>([
            Field(
                key: Key(
                    name: "url", shape: .scalar(.database),
                    documentation:
                        "Where runs are kept: `sqlite:PATH` for a file, or `postgresql://user@host/database`. Give a password by ORCHESTRATOR__STATE__URL__FILE or ~/.pgpass."
                ),
                bind: { root, merged, context in
                    let setting = merged?.leaf
                    let written = setting.flatMap { String($0.value) } ?? root.url.written(includingSecret: false)
                    let directory = setting?.place.source.directory ?? context.projectDirectory
                    if let url = StateLocation(written, directory: directory) { root.url = url }
                },
                value: { .text($0.url.written(includingSecret: true)) }),
            .key("lease_ttl", \.leaseTTL, .positiveDuration, "How long a worker that fell silent keeps its run."),
            .key("lease_renewal", \.leaseRenewal, .positiveDuration, "How often a worker renews; smaller than `lease_ttl`."),
        ])
    }
}

extension StateLocation {
    /// The text that means this location. With the secret it is for what binds or saves, never for what prints.
    func written(includingSecret: Bool) -> String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgresql(let url, let password):
            if includingSecret, let password { password.reveal { Self.url(url, with: $0) } } else { url }
        }
    }
}
