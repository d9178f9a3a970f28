import { type MicrophoneTrouble, microphoneTrouble, troubleOf } from './microphone-trouble.ts';
import { CAPTURE, type CapturedFrame, PLAYBACK, type PlaybackNews, type PlaybackOrder } from './worklet/messages.ts';

export interface Microphone {
  /** What the browser calls it; blank when it does not say. */
  readonly label: string;
  readonly deviceId: string;
  /** Muted, the system's own light goes out where there is one; the call goes on. */
  mute(isMuted: boolean): void;
  close(): void;
}

/** The page's ears and mouth: one AudioContext with the two processors of va_audio.js. */
export interface Sound {
  /** @throws MicrophoneRefused */
  openMicrophone(options: {
    readonly deviceId: string | null;
    readonly onFrame: (frame: CapturedFrame) => void;
    /** It was unplugged. */
    readonly onLost: () => void;
  }): Promise<Microphone>;
  play(order: PlaybackOrder): void;
  /** How much later than it left the worklet sound is heard, ms. */
  readonly outputDelayMs: number;
  close(): void;
}

export class MicrophoneRefused extends Error {
  readonly trouble: MicrophoneTrouble;
  constructor(trouble: MicrophoneTrouble, options?: ErrorOptions) {
    super(trouble.title, options);
    this.name = 'MicrophoneRefused';
    this.trouble = trouble;
  }
}

/**
 * Call it from a click or a key: browsers give sound to nobody else.
 * @param moduleUrl where va_audio.js is
 * @throws MicrophoneRefused when this browser or page cannot have sound at all
 */
export async function openSound(moduleUrl: string, onNews: (news: PlaybackNews) => void): Promise<Sound> {
  if (!window.isSecureContext) throw new MicrophoneRefused(microphoneTrouble('insecure'));
  if (typeof AudioWorkletNode === 'undefined' || !navigator.mediaDevices)
    throw new MicrophoneRefused(microphoneTrouble('unsupported'));
  const context = new AudioContext({ latencyHint: 'interactive' });
  const running = context.resume();
  await context.audioWorklet.addModule(moduleUrl);
  const player = new AudioWorkletNode(context, PLAYBACK, { numberOfInputs: 0, outputChannelCount: [1] });
  player.port.onmessage = ({ data }: MessageEvent<PlaybackNews>) => onNews(data);
  player.connect(context.destination);
  await running;
  // A phone call or another tab may take the sound away; it comes back with the page.
  const onVisible = () => {
    if (document.visibilityState === 'visible' && context.state !== 'running') void context.resume();
  };
  document.addEventListener('visibilitychange', onVisible);

  return {
    async openMicrophone({ deviceId, onFrame, onLost }) {
      const stream = await microphone(deviceId);
      const [track] = stream.getAudioTracks();
      if (!track) throw new MicrophoneRefused(microphoneTrouble('missing'));
      const source = context.createMediaStreamSource(stream);
      const capture = new AudioWorkletNode(context, CAPTURE, {
        numberOfOutputs: 0,
        channelCount: 1,
        channelCountMode: 'explicit',
      });
      capture.port.onmessage = ({ data }: MessageEvent<CapturedFrame>) => onFrame(data);
      source.connect(capture);
      track.addEventListener('ended', onLost);
      return {
        label: track.label,
        deviceId: track.getSettings().deviceId ?? '',
        mute(isMuted) {
          track.enabled = !isMuted;
        },
        close() {
          track.removeEventListener('ended', onLost);
          capture.port.onmessage = null;
          source.disconnect();
          track.stop();
        },
      };
    },
    play: (order) => player.port.postMessage(order, order.type === 'frame' ? [order.samples.buffer] : []),
    get outputDelayMs() {
      return Math.round((context.outputLatency || context.baseLatency || 0) * 1000);
    },
    close() {
      document.removeEventListener('visibilitychange', onVisible);
      void context.close();
    },
  };
}

async function microphone(deviceId: string | null): Promise<MediaStream> {
  const audio = (id: string | null): MediaTrackConstraints => ({
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    channelCount: 1,
    ...(id === null ? {} : { deviceId: { exact: id } }),
  });
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: audio(deviceId) });
  } catch (error) {
    const trouble = troubleOf(error);
    // The one that was chosen is not there today.
    if (deviceId !== null && trouble.kind === 'missing') return microphone(null);
    throw new MicrophoneRefused(trouble, { cause: error });
  }
}
