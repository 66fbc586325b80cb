/// A Swift file, as far as rules about its text go.
struct Source {
    var path: String
    var lines: [Substring]

    init(_ path: String) throws {
        self.path = path
        lines = try PackageLayout.text(of: path).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The modules imported, whatever the access level.
    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
                words[..<place].allSatisfy({ ["public", "internal", "private", "package", "@testable"].contains($0) })
            else { return nil }
            return String(words[place + 1])
        }
    }

    /// Lines of code with comments left out, counted from 1.
    var code: [(number: Int, text: String)] {
        lines.enumerated().compactMap { index, line in
            let text = line.drop { $0 == " " }
            guard !text.isEmpty, !text.hasPrefix("//") else { return nil }
            return (index + 1, String(text))
        }
    }
}
