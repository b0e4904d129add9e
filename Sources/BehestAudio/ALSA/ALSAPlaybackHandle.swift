internal import CALSA
internal import Glibc

/// An open playback device of libasound's.
///
/// It belongs to one thread.
@safe final class ALSAPlaybackHandle: PlaybackPCM {
    let format: PCMFormat

    private let pcm: OpaquePointer
    private var isClosed = false
    private let bytesPerFrame: Int
    private let canResume: Bool
    /// The device's own descriptors, and last the signal to stop.
    private var descriptors: [pollfd]

    /// Takes over a device that is open, and agrees on a form with it.
    init(takingOwnership pcm: OpaquePointer) throws(PCMFault) {
        unsafe self.pcm = unsafe pcm
        do throws(PCMFault) {
            let negotiation = unsafe ALSANegotiation(pcm: pcm, direction: .playback)
            (format, canResume) = try negotiation.agree()
            bytesPerFrame = format.samples.byteCount * format.channels
            let count = unsafe snd_pcm_poll_descriptors_count(pcm)
            guard count > 0 else { throw PCMFault(EINVAL, while: .negotiating) }
            descriptors = [pollfd](repeating: pollfd(), count: Int(count) + 1)
            let code = unsafe snd_pcm_prepare(pcm)
            guard code >= 0 else { throw PCMFault(-code, while: .opening) }
        } catch {
            unsafe snd_pcm_close(pcm)
            throw error
        }
    }

    deinit {
        close()
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        _ = unsafe snd_pcm_drop(pcm)
        _ = unsafe snd_pcm_close(pcm)
    }

    func wait(upTo limit: Duration, orUntil stop: StopSignalHandle) throws(PCMFault) -> Bool {
        let own = descriptors.count - 1
        descriptors[own] = pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)
        // Asked for anew each time: plugins may change them.
        let count = unsafe snd_pcm_poll_descriptors(pcm, &descriptors, UInt32(own))
        guard count >= 0 else { throw PCMFault(-count) }
        let milliseconds = Int32((limit / .milliseconds(1)).rounded(.up))
        let ready = unsafe poll(&descriptors, UInt(descriptors.count), milliseconds)
        guard ready >= 0 else { throw PCMFault(errno) }
        guard descriptors[own].revents == 0 else { return false }

        var events: UInt16 = 0
        if ready > 0 {
            // A plugin's descriptors are not what they seem: only it knows what they say.
            let code = unsafe snd_pcm_poll_descriptors_revents(pcm, &descriptors, UInt32(own), &events)
            guard code >= 0 else { throw PCMFault(-code) }
        }
        // Some devices fail without raising an error: so the state is looked at also when the time is over.
        if events & UInt16(POLLOUT) == 0 { try checkState() }
        let hasFailed = events & UInt16(POLLERR | POLLHUP | POLLNVAL) != 0
        // The write knows best what the failure is.
        return hasFailed || events & UInt16(POLLOUT) != 0
    }

    func write(_ bytes: ArraySlice<UInt8>) throws(PCMFault) -> Int {
        let frames = UInt(bytes.count / bytesPerFrame)
        let count = unsafe bytes.withUnsafeBytes { unsafe snd_pcm_writei(pcm, $0.baseAddress, frames) }
        guard count < 0 else { return count }
        guard -count == Int(EAGAIN) else { throw PCMFault(Int32(-count)) }
        try checkState()
        return 0
    }

    func pendingFrames() throws(PCMFault) -> Int {
        var room = 0
        var delay = 0
        let code = unsafe snd_pcm_avail_delay(pcm, &room, &delay)
        guard code >= 0 else { throw PCMFault(-code) }
        // Some plugins know no delay before they have started.
        return max(delay, format.bufferFrames - room)
    }

    func restart() throws(PCMFault) {
        try check(unsafe snd_pcm_prepare(pcm))
    }

    func resume() throws(PCMFault) {
        guard canResume else { throw PCMFault(ENOSYS) }
        try check(unsafe snd_pcm_resume(pcm))
    }

    private func check(_ code: Int32) throws(PCMFault) {
        guard code >= 0 else { throw PCMFault(-code) }
    }

    /// The faults that the states stand for, as in ALSA's own `pcm_state_to_error`.
    private func checkState() throws(PCMFault) {
        switch unsafe snd_pcm_state(pcm) {
        case SND_PCM_STATE_XRUN, SND_PCM_STATE_DRAINING, SND_PCM_STATE_SETUP: throw PCMFault(EPIPE)
        case SND_PCM_STATE_SUSPENDED: throw PCMFault(ESTRPIPE)
        case SND_PCM_STATE_DISCONNECTED: throw PCMFault(ENODEV)
        case SND_PCM_STATE_OPEN: throw PCMFault(EBADFD)
        default: return
        }
    }
}
