/// A moment, in seconds since 1970. The core is told it and reads no clock.
struct WallTime: Sendable, Hashable {
    var seconds: Int

    private var date: (year: Int, month: Int, day: Int) {
        // Howard Hinnant's civil_from_days: days counted from 0000-03-01, in eras of 400 years.
        let days = seconds / 86_400 + 719_468
        let era = days / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private var clock: String {
        let second = seconds % 86_400
        return Self.padded(second / 3_600) + ":" + Self.padded(second / 60 % 60) + ":" + Self.padded(second % 60)
    }

    /// `2026-11-24T04:52:00Z` (RFC 3339).
    var rfc3339: String {
        let date = date
        return "\(date.year)-" + Self.padded(date.month) + "-" + Self.padded(date.day) + "T" + clock + "Z"
    }

    /// `Tue, 24 Nov 2026 04:52:00 GMT` (RFC 9110 §5.6.7).
    var httpDate: String {
        let date = date
        let day = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][seconds / 86_400 % 7]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(day), " + Self.padded(date.day) + " \(months[date.month - 1]) \(date.year) " + clock + " GMT"
    }
}
