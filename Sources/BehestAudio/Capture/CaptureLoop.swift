internal import Glibc

/// Captures a microphone into a ring: does what a ``CaptureMachine`` decides, with a sound system's devices.
///
/// It belongs to one thread, and waits there. Nothing is allocated for a period of sound.
package final class CaptureLoop {
    /// Runs what may hang, such as opening a device.
    package typealias Patience = (() -> Result<any PCM, PCMFault>) -> Result<any PCM, PCMFault>

    private let system: any SoundSystem
    private let ring: SoundRing
    private let stop: StopSignalHandle
    private let patiently: Patience

    private var machine: CaptureMachine
    private var step: CaptureMachine.Step
    private var pcm: (any PCM)?
    private var converter: SoundConverter?
    private var bytes: [UInt8] = []

    /// Makes a loop; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - settings: what to listen to.
    ///   - system: where the devices come from.
    ///   - ring: what takes the sound.
    ///   - stop: ends the loop.
    ///   - patiently: runs what may hang.
    package init(
        _ settings: CaptureMachine.Settings,
        system: any SoundSystem,
        ring: SoundRing,
        stop: StopSignalHandle,
        patiently: @escaping Patience = { $0() }
    ) {
        self.system = system
        self.ring = ring
        self.stop = stop
        self.patiently = patiently
        machine = CaptureMachine(settings)
        step = machine.firstStep
    }

    deinit {
        pcm?.close()
    }

    /// Captures until it is stopped.
    ///
    /// - Throws: ``AudioError`` when the device cannot be opened at the beginning, unless it is to be waited for.
    package func run() throws(AudioError) {
        while !stop.isRaised { try advance() }
        close()
    }

    /// Does one step.
    ///
    /// - Throws: ``AudioError`` when there is nothing more to be done.
    package func advance() throws(AudioError) {
        if case .giveUp(let device, let fault) = step { throw error(fault, device) }
        let outcome = perform(step)
        guard !stop.isRaised else { return }
        let turn = machine.advance(outcome, at: system.now)
        for notice in turn.notices { tell(notice) }
        step = turn.step
    }

    private func perform(_ step: CaptureMachine.Step) -> CaptureMachine.Outcome {
        do throws(PCMFault) {
            switch step {
            case .open(let device), .changeOver(let device): return try open(device)
            case .wait(let limit): return try opened().wait(upTo: limit, orUntil: stop) ? .ready : .timedOut
            case .read: return try read()
            case .restart: try opened().restart()
            case .resume: try opened().resume()
            case .close: close()
            case .pause(let time): system.pause(for: time, orUntil: stop)
            case .giveUp: break
            }
            return .done
        } catch {
            return .failed(error)
        }
    }

    private func opened() throws(PCMFault) -> any PCM {
        guard let pcm else { throw PCMFault(EBADF) }
        return pcm
    }

    /// Opens a device in the place of the one that may be open.
    private func open(_ device: String) throws(PCMFault) -> CaptureMachine.Outcome {
        guard system.mayBeThere(device) else { throw PCMFault(ENODEV, while: .opening) }
        let system = system
        let new = try patiently { Result { () throws(PCMFault) in try system.open(device) } }.get()
        let format = new.format
        guard
            let converter = try? SoundConverter(
                SampleDecoder(format: format.samples, channels: format.channels),
                rate: format.rate,
                upTo: format.bufferFrames
            )
        else {
            new.close()
            throw PCMFault(EINVAL, while: .negotiating)
        }
        close()
        pcm = new
        bytes = [UInt8](repeating: 0, count: format.bufferFrames * converter.decoder.bytesPerFrame)
        self.converter = converter
        return .opened(period: format.period)
    }

    private func read() throws(PCMFault) -> CaptureMachine.Outcome {
        let pcm = try opened()
        let frames = try pcm.read(into: &bytes)
        guard frames > 0, converter != nil else { return .sound(.zero, isSilent: true) }
        let isSilent = converter?.write(frames, of: bytes, into: ring, endingAt: system.now) ?? true
        return .sound(.seconds(Double(frames) / Double(pcm.format.rate)), isSilent: isSilent)
    }

    private func close() {
        converter?.flush(into: ring, endingAt: system.now)
        converter = nil
        pcm?.close()
        pcm = nil
    }

    private func tell(_ notice: CaptureMachine.Notice) {
        switch notice {
        case .gap(let cause):
            // The end of what came before is still in the filter.
            converter?.flush(into: ring, endingAt: system.now)
            ring.markGap(cause)
        case .listening(let device): ring.report(.listening(to: device))
        case .stalled(let device): ring.report(.stalled(device))
        case .muted(let device): ring.report(.muted(device))
        case .lost(let device, let fault): ring.report(.unavailable(error(fault, device)))
        }
    }

    private func error(_ fault: PCMFault, _ device: String) -> AudioError {
        let problem = DeviceProblem(device: device, direction: .capture, fault: fault) { [system] in
            system.holders(of: device, for: .capture)
        }
        return problem.error
    }
}
