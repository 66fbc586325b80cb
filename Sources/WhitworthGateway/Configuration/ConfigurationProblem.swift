/// Something wrong with a configuration file, and where.
public struct ConfigurationProblem: Error, Sendable, Hashable {
    /// Counted from 1; nil where the file as a whole is meant.
    public var line: Int?
    public var column: Int?
    /// Such as `providers[0].base_url`; empty for the whole file.
    public var field: String
    public var message: String

    public init(line: Int?, column: Int?, field: String, message: String) {
        self.line = line
        self.column = column
        self.field = field
        self.message = message
    }
}

extension ConfigurationProblem: CustomStringConvertible {
    /// `line 4, column 7: providers[0].base_url: must begin with http:// or https://`
    public var description: String {
        let place = line.map { "line \($0), column \(column ?? 1): " } ?? ""
        return place + (field.isEmpty ? "" : field + ": ") + message
    }
}

/// All that is wrong with a configuration file, in its order.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    public var problems: [ConfigurationProblem]

    public init(_ problems: [ConfigurationProblem]) {
        self.problems = problems
    }

    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
