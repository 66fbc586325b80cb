import Testing
import WhitworthJSON

@Suite("JSON: numbers")
struct JSONNumberTests {
    @Test(
        "Whole numbers are read however they are spelt",
        arguments: [
            ("5", 5), ("5.0", 5), ("5e2", 500), ("-0", 0), ("5.5", nil), ("1e30", nil),
            ("9007199254740993", 9_007_199_254_740_993),
            ("123456789012345678901234567890", nil),
        ] as [(String, Int?)])
    func int(_ text: String, _ value: Int?) throws {
        #expect(try JSONValue(parsing: text).int == value)
        #expect(try JSONValue(parsing: text).number?.description == text)
    }

    @Test("NaN and the infinities cannot be written")
    func unwritable() {
        #expect(JSONNumber(Double.nan) == nil && JSONNumber(Double.infinity) == nil)
        #expect(JSONNumber(0.5)?.description == "0.5")
        #expect(JSONNumber(7).description == "7" && (3 as JSONNumber).int == 3)
    }

    @Test("Out of range is infinite, not wrong")
    func range() throws {
        #expect(try JSONValue(parsing: "1e999").double == .infinity)
        #expect(try JSONValue(parsing: "1e-999").double == 0)
    }
}
