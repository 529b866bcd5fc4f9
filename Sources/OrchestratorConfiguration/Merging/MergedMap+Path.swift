extension MergedMap {
    /// What was said under a dotted name.
    func member(_ path: String) -> Merged? {
        SettingPath.segments(path).flatMap { member($0) }
    }

    /// What was said under the segments of a name.
    func member(_ segments: [String]) -> Merged? {
        segments.reduce(Optional(Merged.map(self))) { merged, segment in merged?.map?.members[segment] }
    }
}
