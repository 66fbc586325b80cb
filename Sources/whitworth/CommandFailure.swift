import ArgumentParser

/// An error for the person at the terminal: its text as it is, and an exit code.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String
    let code: Int32

    init(_ description: String, code: Int32) {
        self.description = description
        self.code = code
    }
}
