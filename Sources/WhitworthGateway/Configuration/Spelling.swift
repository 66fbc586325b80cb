/// Finds what was probably meant.
enum Spelling {
    /// The nearest of the known names, if it is near enough to be worth saying.
    static func nearest(to name: String, among known: [String]) -> String? {
        let scored = known.map { ($0, distance(Array(name.utf8), Array($0.utf8))) }
        if let best = scored.min(by: { $0.1 < $1.1 }), best.1 <= max(2, name.utf8.count / 3) { return best.0 }
        // What was left off at the end: a unit, a version.
        return name.utf8.count < 3 ? nil : known.first { $0.hasPrefix(name) }
    }

    /// Levenshtein's.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (index, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (place, other) in right.enumerated() {
                let substitution = diagonal + (byte == other ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(substitution, row[place] + 1, row[place + 1] + 1)
            }
        }
        return row[right.count]
    }
}
