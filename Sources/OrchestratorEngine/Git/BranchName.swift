import Foundation

/// Names of branches.
package enum BranchName {
    /// Whether git takes a text as the name of a branch (the rules of `git check-ref-format --branch`), and no command could take it for an option.
    package static func isValid(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= 200, name != "@", name != "HEAD", !name.hasPrefix("-"), !name.hasSuffix(".") else {
            return false
        }
        guard !name.contains(".."), !name.contains("@{") else { return false }
        let forbidden: Set<Unicode.Scalar> = [" ", "~", "^", ":", "?", "*", "[", "\\", "\u{7F}"]
        guard !name.unicodeScalars.contains(where: { $0.value < 0x20 || forbidden.contains($0) }) else { return false }
        return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && !part.hasPrefix(".") && !part.hasSuffix(".lock")
        }
    }

    /// The branch of a phase: `<prefix><short id of the run>/<number>-<slug of the title>`.
    package static func phase(prefix: String, run: String, number: Int, title: String) -> String {
        "\(prefix)\(run)/\(number)-\(slug(title))"
    }

    /// A title as a part of a name: small ASCII letters and digits with single hyphens, at most 40 characters, never empty.
    package static func slug(_ title: String) -> String {
        var slug = ""
        // Decomposed, an accent is a scalar of its own that can be left out.
        let letters = title.lowercased().replacing("ß", with: "ss").decomposedStringWithCompatibilityMapping
        for scalar in letters.unicodeScalars where slug.utf8.count < 40 {
            if ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) {
                slug.unicodeScalars.append(scalar)
            } else if scalar.properties.generalCategory != .nonspacingMark, !slug.isEmpty, !slug.hasSuffix("-") {
                slug.append("-")
            }
        }
        while slug.hasSuffix("-") { slug.removeLast() }
        return slug.isEmpty ? "phase" : slug
    }
}
