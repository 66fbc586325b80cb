/// How long a provider asks to be left alone.
public enum RetryAfter {
    /// `retry-after-ms`, else `retry-after` in seconds. The date form is not read here, for want of a clock.
    ///
    /// - Parameter headers: names in lower case.
    public static func milliseconds(_ headers: [(name: String, value: String)]) -> Int? {
        if let text = headers.first(where: { $0.name == "retry-after-ms" })?.value, let value = Double(text),
            (0...86_400_000_000).contains(value)
        {
            return Int(value.rounded(.up))
        }
        if let text = headers.first(where: { $0.name == "retry-after" })?.value, let value = Double(text),
            (0...86_400_000).contains(value)
        {
            return Int((value * 1000).rounded(.up))
        }
        return nil
    }
}
