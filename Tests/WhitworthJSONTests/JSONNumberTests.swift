import Testing
import WhitworthJSON

@Suite("Numbers keep their text and give exact values")
struct JSONNumberTests {
    private func number(_ text: String) throws -> JSONNumber {
        try #require(try JSONValue(parsing: text).number)
    }

    @Test(
        "a whole number in any spelling is an int",
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("5.0", 5), ("1e2", 100), ("1.50e1", 15), ("100e-2", 1), ("-12.00E+1", -120),
            ("0e999999999999999999999", 0), ("0.000e-5", 0), ("9223372036854775807", Int.max),
            ("-9223372036854775808", Int.min), ("9223372036854775807.0", Int.max),
            ("-9223372036854775808.000", Int.min),
            // Beyond 2^53, where a double would round.
            ("9007199254740993.0", 9_007_199_254_740_993), ("9007199254740993e0", 9_007_199_254_740_993),
            ("90071992547409930e-1", 9_007_199_254_740_993), ("922337203685477580.7e1", Int.max),
        ])
    func ints(_ text: String, _ value: Int) throws {
        #expect(try number(text).int == value)
    }

    @Test(
        "what is no whole number or out of range is no int: nothing is rounded",
        arguments: [
            "0.5", "-1.5", "1e-1", "1.0000000000000000000000001", "9007199254740992.5", "9223372036854775808",
            "-9223372036854775809", "9223372036854775807.5", "1e19", "1e400", "-1e400", "1e99999999999999999999",
            "1e-99999999999999999999", "123456789012345678901234567890", "0.99999999999999999999999999",
        ])
    func notInts(_ text: String) throws {
        #expect(try number(text).int == nil)
    }

    @Test("doubles are the nearest ones; out of range is infinite, too small is zero")
    func doubles() throws {
        for (text, value) in [
            ("0.1", 0.1), ("-2.5e3", -2500), ("1E2", 100), ("5e-324", .leastNonzeroMagnitude), ("1e-400", 0),
            ("1.7976931348623157e308", Double.greatestFiniteMagnitude), ("1e400", .infinity), ("-1e400", -.infinity),
            ("123456789012345678", 123_456_789_012_345_680),
        ] as [(String, Double)] {
            #expect(try number(text).double == value, "\(text)")
        }
        #expect(try number("-0.0").double.sign == .minus)
    }

    @Test("law: a number made from a value is JSON and gives it back")
    func roundTrip() throws {
        for value in [0, 1, -1, 9, 10, .max, .min] {
            #expect(try number(JSONNumber(value).description).int == value)
        }
        for value in [0, -0.0, 0.1, 1e22, -1.5e-300, .leastNonzeroMagnitude, 1e16, .greatestFiniteMagnitude, 1 / 3]
            as [Double]
        {
            let made = try #require(JSONNumber(value))
            let read = try number(made.description).double
            #expect(read == value && read.sign == value.sign)
        }
    }

    @Test("JSON has no NaN and no infinities")
    func notFinite() {
        for value in [Double.nan, .infinity, -.infinity] { #expect(JSONNumber(value) == nil) }
    }

    @Test("spellings of one value are different numbers")
    func spelling() throws {
        #expect(try number("1.0") != number("1"))
        #expect(try number("1.0") == number("1.0"))
        #expect(try number("7") == 7)
    }
}
