extension MergedMap {
    /// What was said under a dotted name.
    func member(_ path: String) -> Merged? {
        guard let segments = SettingPath.segments(path) else { return nil }
        return segments.reduce(Optional(Merged.map(self))) { merged, segment in merged?.map?.members[segment] }
    }
}
