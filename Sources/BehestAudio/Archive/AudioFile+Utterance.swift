extension AudioFile {
    /// Reads the whole file as one utterance, such as one that was kept.
    ///
    /// - Parameters:
    ///   - id: its name in the journal.
    ///   - source: what it was cut from.
    ///   - start: where it begins in its source.
    /// - Returns: the utterance, with the samples that were kept.
    /// - Throws: ``AudioError`` when it cannot be read to its end.
    public func utterance(id: String, source: String, start: Duration) throws(AudioError) -> Utterance {
        let stream = try open()
        var samples: [Int16] = []
        while let block = try stream.read() {
            samples += block.map { Int16(max(-32_768, min(32_767, ($0 * 32_768).rounded()))) }
        }
        return Utterance(id: id, source: source, start: start, samples: samples, isCutShort: false)
    }
}
