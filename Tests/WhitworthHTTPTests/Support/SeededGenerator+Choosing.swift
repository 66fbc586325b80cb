import WhitworthTestSupport

extension SeededGenerator {
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    /// One of some texts; the empty text of none.
    mutating func pick(_ texts: [String]) -> String { texts.randomElement(using: &self) ?? "" }
}
