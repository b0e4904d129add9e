package import BehestAudio
internal import Synchronization

/// Sound devices that do what a test writes down, in a time of their own.
package final class ScriptedSoundSystem: SoundSystem {
    /// What a device does, one thing after the other.
    package enum Act: Sendable {
        /// It gives these samples in real time.
        case sound([Float])
        /// It gives so many seconds of zeros.
        case zeros(Double)
        /// It gives nothing for so many seconds, without an error.
        case nothing(Double)
        /// It answers with an error number when it is read.
        case fault(Int32)
        /// It says that there is something and there is nothing, so many times.
        case falseAlarms(Int)
    }

    /// What comes of opening a device once.
    package struct Take: Sendable {
        /// The error number that opening ends with.
        package var fault: PCMFault?
        /// What it then does; after that it gives nothing.
        package var acts: [Act] = []
        /// Its form.
        package var format = PCMFormat(
            samples: .int16,
            channels: 1,
            rate: 16_000,
            periodFrames: 256,
            bufferFrames: 8_000
        )
        /// What the attempts to start it anew and to go on after sleep answer; then they succeed.
        package var restarts: [Int32] = []
        package var resumes: [Int32] = []

        /// Opening succeeds, and then nothing comes.
        package init(fault: PCMFault? = nil) { self.fault = fault }

        /// Opening succeeds.
        package static func opens(
            _ acts: Act...,
            format: PCMFormat? = nil,
            resumes: [Int32] = [],
            restarts: [Int32] = []
        ) -> Take {
            var take = Take()
            take.acts = acts
            take.format = format ?? take.format
            take.resumes = resumes
            take.restarts = restarts
            return take
        }

        /// Opening fails.
        package static func fails(_ code: Int32, while stage: PCMFault.Stage = .opening) -> Take {
            Take(fault: PCMFault(code, while: stage))
        }
    }

    struct State {
        var now: ContinuousClock.Instant
        var takes: [String: [Take]]
        var opened: [String] = []
        var playbacks: [String: [ScriptedPlayback]]
        var played: [Float] = []
        var dropped: Int?
        var whenPlayed: (frames: Int, work: @Sendable () -> Void)?
    }

    let state: Mutex<State>
    private let start = ContinuousClock.now
    private let holding: [DeviceHolder]

    /// Names what comes of opening each device; when its takes are used up it is not there.
    package init(
        _ takes: [String: [Take]],
        playbacks: [String: [ScriptedPlayback]] = [:],
        holders: [DeviceHolder] = []
    ) {
        state = Mutex(State(now: start, takes: takes, playbacks: playbacks))
        holding = holders
    }

    package var now: ContinuousClock.Instant { state.withLock { $0.now } }

    /// How much time has gone by.
    package var elapsed: Duration { now - start }

    /// The devices that were to be opened, in order.
    package var opened: [String] { state.withLock { $0.opened } }

    package func open(_ device: String) throws(PCMFault) -> any PCM {
        let take = state.withLock { state -> Take in
            state.opened.append(device)
            let left = state.takes[device] ?? []
            state.takes[device] = Array(left.dropFirst())
            return left.first ?? .fails(19)
        }
        if let fault = take.fault { throw fault }
        return ScriptedPCM(take, system: self)
    }

    package func openForPlayback(_ device: String) throws(PCMFault) -> any PlaybackPCM {
        let script = state.withLock { state -> ScriptedPlayback in
            state.opened.append(device)
            let left = state.playbacks[device] ?? []
            state.playbacks[device] = Array(left.dropFirst())
            return left.first ?? ScriptedPlayback(fault: PCMFault(19, while: .opening))
        }
        if let fault = script.fault { throw fault }
        return ScriptedPlaybackPCM(script, system: self)
    }

    /// What was written to loudspeakers.
    package var playedSamples: [Float] { state.withLock { $0.played } }

    /// How many frames were still to be heard when the last loudspeaker was given back; `nil` before.
    package var dropped: Int? { state.withLock { $0.dropped } }

    /// Does something once so many frames have been written.
    package func whenPlayed(_ frames: Int, _ work: @escaping @Sendable () -> Void) {
        state.withLock { $0.whenPlayed = (frames, work) }
    }

    func played(_ samples: [Float]) {
        let work = state.withLock { state -> (@Sendable () -> Void)? in
            state.played += samples
            guard let due = state.whenPlayed, state.played.count >= due.frames else { return nil }
            state.whenPlayed = nil
            return due.work
        }
        work?()
    }

    func closedPlayback(waiting: Int) { state.withLock { $0.dropped = waiting } }

    package func mayBeThere(_ device: String) -> Bool { true }

    package func pause(for time: Duration, orUntil stop: StopSignalHandle) { advance(max(.zero, time)) }

    package func holders(of device: String, for direction: SoundDirection) -> [DeviceHolder] { holding }

    func advance(_ time: Duration) { state.withLock { $0.now += time } }
}

private final class ScriptedPCM: PCM {
    let format: PCMFormat

    private let system: ScriptedSoundSystem
    private var acts: ArraySlice<ScriptedSoundSystem.Act>
    private var restarts: ArraySlice<Int32>
    private var resumes: ArraySlice<Int32>

    init(_ take: ScriptedSoundSystem.Take, system: ScriptedSoundSystem) {
        self.system = system
        format = take.format
        acts = take.acts[...]
        restarts = take.restarts[...]
        resumes = take.resumes[...]
    }

    func wait(upTo limit: Duration, orUntil stop: StopSignalHandle) throws(PCMFault) -> Bool {
        switch acts.first {
        case .sound, .zeros: system.advance(format.period)
        case .fault, .falseAlarms: break
        case .nothing(let seconds):
            let left = Duration.seconds(seconds) - limit
            system.advance(limit)
            acts.removeFirst()
            if left > .zero { acts = [.nothing(left / .seconds(1))] + acts }
            return false
        case nil:
            system.advance(limit)
            return false
        }
        return true
    }

    func read(into bytes: inout [UInt8]) throws(PCMFault) -> Int {
        switch acts.popFirst() {
        case .sound(let samples):
            let part = samples.prefix(format.periodFrames)
            if part.count < samples.count { acts = [.sound(Array(samples.dropFirst(part.count)))] + acts }
            write(part, to: &bytes)
            return part.count
        case .zeros(let seconds):
            let left = seconds - format.period / .seconds(1)
            if left > 0.000_1 { acts = [.zeros(left)] + acts }
            for index in 0..<format.periodFrames * format.channels * format.samples.byteCount { bytes[index] = 0 }
            return format.periodFrames
        case .fault(let code): throw PCMFault(code)
        case .falseAlarms(let count):
            if count > 1 { acts = [.falseAlarms(count - 1)] + acts }
            return 0
        case .nothing, nil: return 0
        }
    }

    /// As 16-bit samples, the same in all channels.
    private func write(_ samples: ArraySlice<Float>, to bytes: inout [UInt8]) {
        var place = 0
        for sample in samples {
            let value = UInt16(bitPattern: Int16(max(-32_768, min(32_767, (sample * 32_768).rounded()))))
            for _ in 0..<format.channels {
                bytes[place] = UInt8(value & 0xFF)
                bytes[place + 1] = UInt8(value >> 8)
                place += 2
            }
        }
    }

    func restart() throws(PCMFault) { if let code = restarts.popFirst() { throw PCMFault(code) } }

    func resume() throws(PCMFault) { if let code = resumes.popFirst() { throw PCMFault(code) } }

    func close() {}
}
