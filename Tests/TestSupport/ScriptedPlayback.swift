package import BehestAudio
internal import Synchronization

/// What comes of opening a scripted device for playback once.
package struct ScriptedPlayback: Sendable {
    /// The error that opening ends with.
    package var fault: PCMFault?
    /// The error numbers that it answers with when it is written to, each once so many frames have been written.
    package var faults: [(frames: Int, code: Int32)] = []
    /// From how many frames on it takes nothing any more.
    package var stall = Int.max
    /// What the attempts to start it anew and to go on after sleep answer; then they succeed.
    package var restarts: [Int32] = []
    package var resumes: [Int32] = []
    /// Its form.
    package var format = PCMFormat(
        samples: .int16,
        channels: 2,
        rate: 48_000,
        periodFrames: 768,
        bufferFrames: 8_000
    )

    /// Opening succeeds, unless an error is named.
    package init(fault: PCMFault? = nil) { self.fault = fault }
}

/// A loudspeaker in a scripted system's time.
final class ScriptedPlaybackPCM: PlaybackPCM {
    let format: PCMFormat

    private let system: ScriptedSoundSystem
    private var script: ScriptedPlayback
    private var waiting = 0
    private var written = 0

    init(_ script: ScriptedPlayback, system: ScriptedSoundSystem) {
        self.script = script
        self.system = system
        format = script.format
    }

    func wait(upTo limit: Duration, orUntil stop: StopSignalHandle) throws(PCMFault) -> Bool {
        guard written < script.stall else {
            system.advance(limit)
            return false
        }
        if waiting + format.periodFrames > format.bufferFrames {
            system.advance(format.period)
            waiting -= format.periodFrames
        }
        return !stop.isRaised
    }

    func write(_ bytes: ArraySlice<UInt8>) throws(PCMFault) -> Int {
        if let fault = script.faults.first, written >= fault.frames {
            script.faults.removeFirst()
            throw PCMFault(fault.code)
        }
        precondition(format.samples == .int16, "the script reads 16-bit samples")
        let frame = format.channels * 2
        let samples = stride(from: bytes.startIndex, to: bytes.endIndex, by: frame).map { place in
            Float(Int16(bitPattern: UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8)) / 32_767
        }
        system.played(samples)
        written += samples.count
        waiting += samples.count
        return samples.count
    }

    func pendingFrames() throws(PCMFault) -> Int { waiting }

    func restart() throws(PCMFault) {
        if let code = script.restarts.popFirst() { throw PCMFault(code) }
        waiting = 0
    }

    func resume() throws(PCMFault) { if let code = script.resumes.popFirst() { throw PCMFault(code) } }

    func close() { system.closedPlayback(waiting: waiting) }
}

extension Array {
    fileprivate mutating func popFirst() -> Element? { isEmpty ? nil : removeFirst() }
}
