/// Where sound comes from: a file, later a microphone or an upload.
///
/// The source's sound arrives as mono samples at ``speechSampleRate``, whatever its own form is.
public protocol AudioSource: Sendable {
    /// What a person calls it: the file's path, the device's name.
    var name: String { get }

    /// Begins to read it.
    ///
    /// - Returns: the sound from its beginning.
    /// - Throws: ``AudioError`` when there is nothing to read.
    func open() throws(AudioError) -> any AudioStream
}

/// A sound while it is being read, block by block.
///
/// Whoever reads sets the pace: nothing is read ahead, so the memory used does not grow with the length.
/// A stream belongs to one thread or actor at a time, and may block it.
public protocol AudioStream: AnyObject {
    /// Reads the next block.
    ///
    /// - Returns: some samples, between -1 and 1; `nil` at the end.
    /// - Throws: ``AudioError`` when the sound breaks off; what was read before it is still good.
    func read() throws(AudioError) -> [Float]?
}

/// The rate of the samples that everything after a source works with, in hertz: that of the speech models.
public let speechSampleRate = 16_000
