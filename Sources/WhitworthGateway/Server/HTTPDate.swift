/// The `Date` of answers (RFC 9110 §6.6.1), made once a second; one for each event loop.
struct HTTPDate {
    private var seconds = -1
    private var text = ""

    /// - Parameter now: Unix seconds.
    mutating func text(at now: Int) -> String {
        if now != seconds {
            seconds = now
            text = Self.make(now)
        }
        return text
    }

    private static func make(_ now: Int) -> String {
        let (days, rest) = (now / 86_400, now % 86_400)
        // Days since 0000-03-01 of the Gregorian calendar: years that begin in March end in their leap day.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(weekdays[(days + 4) % 7]), \(two(day)) \(months[(month + 2) % 12]) \(year) "
            + "\(two(rest / 3_600)):\(two(rest % 3_600 / 60)):\(two(rest % 60)) GMT"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
