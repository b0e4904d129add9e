internal import BehestAudio
internal import FoundationEssentials

extension Repository {
    /// The sound of a recorded command, at the speech models' rate.
    ///
    /// - Parameter name: its file's name, without the ending.
    /// - Returns: the samples.
    /// - Throws: `AudioError` when it cannot be read.
    public static func sound(of name: String) throws -> [Float] {
        let stream = try AudioFile(path: sample(name).path).open()
        var samples: [Float] = []
        while let block = try stream.read() { samples += block }
        return samples
    }
}
