import Logging

/// One line for each exchange.
enum ExchangeLog {
    static func write(_ record: ExchangeRecord, to logger: Logger) {
        // Lines of success are for those who ask for them; metadata is made only then.
        let level: Logger.Level = record.failure == nil ? .info : (record.status ?? 499) >= 500 ? .warning : .info
        guard level >= logger.logLevel else { return }
        var metadata: Logger.Metadata = [
            "request": .string(record.requestID), "model": .string(record.model),
            "ms": .stringConvertible(record.milliseconds),
        ]
        if !record.provider.isEmpty { metadata["provider"] = .string(record.provider) }
        if let status = record.status { metadata["status"] = .stringConvertible(status) }
        if let failure = record.failure { metadata["failure"] = .string(failure) }
        if let tokens = record.inputTokens { metadata["input_tokens"] = .stringConvertible(tokens) }
        if let tokens = record.outputTokens { metadata["output_tokens"] = .stringConvertible(tokens) }
        logger.log(level: level, record.streamed ? "stream" : "answer", metadata: metadata)
    }
}
