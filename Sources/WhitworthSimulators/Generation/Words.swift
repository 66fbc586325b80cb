/// Prose of a given length, the same for the same seed.
enum Words {
    private static let vocabulary: [String] = [
        "screw", "thread", "pitch", "gauge", "flank", "crest", "depth", "angle", "lathe", "steel", "plate", "bench",
        "micrometre", "standard", "measure", "surface", "engine", "railway", "bolt", "workshop", "café", "naïve",
        "workpiece", "tolerance", "drawing", "inch", "cylinder", "spindle", "turning", "planing", "fitting", "brass",
    ]

    /// `count` words joined by single spaces, with a full stop at the end.
    static func text(_ count: Int, seed: UInt64) -> String {
        guard count > 0 else { return "" }
        var numbers = StableNumbers(seed: seed)
        var text = ""
        text.reserveCapacity(count * 8)
        for position in 0..<count {
            if position > 0 { text += " " }
            let word = vocabulary[numbers.next(below: vocabulary.count)]
            text += position == 0 ? word.prefix(1).uppercased() + word.dropFirst() : word
        }
        return text + "."
    }
}
