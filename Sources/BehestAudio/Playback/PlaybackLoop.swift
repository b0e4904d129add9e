internal import Glibc

/// Plays one clip to its end.
///
/// It belongs to one thread, and waits there. Behind the clip silence is written until the device says that the clip has
/// been heard: to drain a device is a call that cannot be interrupted, and this can.
package final class PlaybackLoop {
    /// Runs what may hang, such as opening a device.
    package typealias Patience =
        (() -> Result<any PlaybackPCM, PCMFault>) -> Result<any PlaybackPCM, PCMFault>

    /// How long a device may take nothing until it is given up.
    static let hopelessAfter = Duration.seconds(3)
    /// How many times in a row a device is started anew before it is given up.
    static let restartLimit = 3
    /// How many times in a row a device is asked to go on after the machine has slept: for ten seconds.
    static let resumeLimit = 50

    private let clip: SoundClip
    private let device: String
    private let system: any SoundSystem
    private let stop: StopSignalHandle
    private let patiently: Patience

    /// Makes a loop; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - clip: what to play.
    ///   - device: the name of the device.
    ///   - system: where the device comes from.
    ///   - stop: ends the loop at once.
    ///   - patiently: runs what may hang.
    package init(
        _ clip: SoundClip,
        on device: String,
        system: any SoundSystem,
        stop: StopSignalHandle,
        patiently: @escaping Patience = { $0() }
    ) {
        self.clip = clip
        self.device = device
        self.system = system
        self.stop = stop
        self.patiently = patiently
    }

    /// Plays until the clip has been heard or is stopped.
    ///
    /// - Throws: ``AudioError`` when the device cannot be opened or fails.
    package func run() throws(AudioError) {
        guard !clip.samples.isEmpty, !stop.isRaised else { return }
        do throws(PCMFault) {
            let pcm = try open()
            defer { pcm.close() }
            guard let clip = try? clip.converted(to: pcm.format.rate) else {
                throw PCMFault(EINVAL, while: .negotiating)
            }
            try play(clip.samples, on: pcm)
        } catch {
            let problem = DeviceProblem(device: device, direction: .playback, fault: error) { [system, device] in
                system.holders(of: device, for: .playback)
            }
            throw problem.error
        }
    }

    private func open() throws(PCMFault) -> any PlaybackPCM {
        guard system.mayBeThere(device) else { throw PCMFault(ENODEV, while: .opening) }
        let (system, device) = (system, device)
        return try patiently { Result { () throws(PCMFault) in try system.openForPlayback(device) } }.get()
    }

    private func play(_ samples: [Float], on pcm: any PlaybackPCM) throws(PCMFault) {
        let format = pcm.format
        let encoder = SampleEncoder(format: format.samples, channels: format.channels)
        let sound = encoder.encode(samples[...])
        let silence = encoder.encode([Float](repeating: 0, count: format.periodFrames)[...])
        var written = 0
        var restarts = 0
        let begin = system.now
        // No device is quicker than this, whatever it says.
        let duration = Duration.seconds(Double(samples.count) / Double(format.rate))
        var lastProgress = begin
        while !stop.isRaised {
            do throws(PCMFault) {
                // What still waits within the device is the newest: silence, once the clip is out.
                let isOver = written >= samples.count && system.now - begin >= duration
                if isOver, written - samples.count >= (try pcm.pendingFrames()) { return }
                let limit = max(.milliseconds(100), format.period * 4)
                guard try pcm.wait(upTo: limit, orUntil: stop) else {
                    guard system.now - lastProgress < Self.hopelessAfter else { throw PCMFault(ETIMEDOUT) }
                    continue
                }
                let rest = written < samples.count ? sound[(written * encoder.bytesPerFrame)...] : silence[...]
                let count = try pcm.write(rest.prefix(format.periodFrames * encoder.bytesPerFrame))
                written += count
                if count > 0 {
                    (lastProgress, restarts) = (system.now, 0)
                } else {
                    // A wait that ends too early, again and again, must not become a spin.
                    guard system.now - lastProgress < Self.hopelessAfter else { throw PCMFault(ETIMEDOUT) }
                    system.pause(for: format.period / 4, orUntil: stop)
                }
            } catch {
                // Nothing of the clip waited any more when it ran dry behind its end.
                if error.code == EPIPE, written >= samples.count { return }
                restarts += 1
                guard error.stage == .running, restarts <= Self.restartLimit else { throw error }
                try recover(pcm, from: error)
                lastProgress = system.now
            }
        }
    }

    /// Goes on after a fault that can be got over.
    private func recover(_ pcm: any PlaybackPCM, from fault: PCMFault) throws(PCMFault) {
        switch fault.code {
        case EINTR, EAGAIN: return
        case EPIPE: try pcm.restart()
        case ESTRPIPE:
            for _ in 0..<Self.resumeLimit {
                guard !stop.isRaised else { return }
                do throws(PCMFault) {
                    return try pcm.resume()
                } catch {
                    guard error.code == EAGAIN else { break }
                    system.pause(for: .milliseconds(200), orUntil: stop)
                }
            }
            // Not every driver can resume, but all can begin anew.
            try pcm.restart()
        default: throw fault
        }
    }
}
