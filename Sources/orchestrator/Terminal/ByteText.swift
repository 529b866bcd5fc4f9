/// Writes numbers of bytes as people read them: `512 B`, `1.2 kB`, `34 MB`; in powers of 1000 (SI).
enum ByteText {
    static func text(_ bytes: Int) -> String {
        var (value, unit) = (Double(bytes), "B")
        for larger in ["kB", "MB", "GB", "TB"] where value >= 1000 { (value, unit) = (value / 1000, larger) }
        if unit == "B" || value >= 10 { return "\(Int(value)) \(unit)" }
        let tenths = Int(value * 10)
        return "\(tenths / 10).\(tenths % 10) \(unit)"
    }
}
