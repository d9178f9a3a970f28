/**
 * Silero VAD for browsers: what the service hands out under `/vad/<version>/`, loaded by the first hands-free call. The version
 * stands for the packages the files are of, so that browsers may keep them for good.
 */
export const VAD_VERSION = 'ort-1.30.0-silero-0.0.31';
export const VAD_PATH = `/vad/${VAD_VERSION}/`;

export const VAD_FILES = {
  /** onnxruntime-web, which runs the model. */
  runtime: 'ort.wasm.bundle.min.mjs',
  wasm: 'ort-wasm-simd-threaded.wasm',
  model: 'silero_vad_v5.onnx',
} as const;
