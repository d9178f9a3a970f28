// web/voice/worklet/messages.ts
var e = "va-capture", t = "va-playback", n = 16e3;
// web/voice/worklet/ramp.ts
function r(e, t = 1) {
	let n = t, r = t, i = 0;
	return {
		get value() {
			return n;
		},
		get isMoving() {
			return n !== r;
		},
		next() {
			return n === r || (n += i, (i > 0 ? n >= r : n <= r) && (n = r)), n;
		},
		to(t, a) {
			r = t, i = (t - n) / Math.max(1, a * e / 1e3), i === 0 && (n = t);
		},
		set(e) {
			n = e, r = e;
		}
	};
}
function i(e) {
	let t = (t) => Math.round(t * e / 1e3), n = r(e), i = r(e, 0), a = [], o = 0, s = 60, c = null, l = !1, u = 0, d = null, f = 0, p = 0, m = /* @__PURE__ */ new Float32Array();
	function h() {
		let [e] = a;
		if (!e) return null;
		e.turn !== d && (d = e.turn, f = 0);
		let t = e.samples[e.at] ?? 0;
		return e.at += 1, f += 1, --o, e.at >= e.samples.length && a.shift(), t;
	}
	function g() {
		let e = a[0]?.turn === c || a.at(-1)?.turn !== a[0]?.turn;
		o === 0 || o < t(s) && !e || (l = !0, i.set(0), i.to(1, 4));
	}
	function _() {
		l = !1, d !== c && (u += 1, s = Math.min(240, s * 1.5));
	}
	function v() {
		l || g();
		let e = l ? h() : null;
		return e === null ? (l && _(), p = Math.abs(p) < 1e-5 ? 0 : p * .97) : p = e * n.next() * i.next(), p;
	}
	return {
		get position() {
			return d === null ? null : {
				turn: d,
				ms: f * 1e3 / e
			};
		},
		get isPlaying() {
			return l;
		},
		get gaps() {
			return u;
		},
		push(e, t) {
			t.length !== 0 && (a.push({
				turn: e,
				samples: t,
				at: 0
			}), o += t.length);
		},
		end(e) {
			c = e;
		},
		duck: () => n.to(.1, 15),
		restore: () => n.to(1, 100),
		cut() {
			let e = l ? t(8) : 0, r = f, i = Float32Array.from({ length: e }, (t, r) => (h() ?? 0) * n.next() * (1 - (r + 1) / e));
			f = r, m = i, a = [], o = 0, l = !1, p = 0, n.set(1);
		},
		render(e) {
			for (let t = 0; t < e.length; t += 1) e[t] = v() + (m[t] ?? 0);
			m.length > 0 && (m = m.slice(e.length));
		}
	};
}
function a(e, t) {
	if (e === t) return { push: (e) => e.slice() };
	let n = Math.min(1, t / e) * .94, r = Math.ceil(16 / n), i = o(n, r), a = e / t, s = new Float32Array(r), c = r;
	function l(e, t) {
		let n = Math.floor(t), a = 0;
		for (let o = n - r + 1; o <= n + r; o += 1) {
			let n = Math.abs(t - o) * 64, r = Math.floor(n), s = i[r] ?? 0, c = i[r + 1] ?? 0;
			a += (e[o] ?? 0) * (s + (c - s) * (n - r));
		}
		return a;
	}
	return { push(e) {
		let t = new Float32Array(s.length + e.length);
		t.set(s), t.set(e, s.length);
		let n = new Float32Array(Math.max(0, Math.ceil((t.length - r - c) / a)));
		for (let e = 0; e < n.length; e += 1) n[e] = l(t, c + e * a);
		c += n.length * a;
		let i = Math.max(0, Math.floor(c) - r);
		return s = t.slice(i), c -= i, n;
	} };
}
function o(e, t) {
	let n = t * 64;
	return Float32Array.from({ length: n + 2 }, (t, r) => {
		if (r >= n) return 0;
		let i = r / 64 * e * Math.PI, a = r === 0 ? 1 : Math.sin(i) / i, o = r / n, s = .42 + .5 * Math.cos(Math.PI * o) + .08 * Math.cos(2 * Math.PI * o);
		return e * a * s;
	});
}
// web/voice/worklet/audio-worklet.ts
var s = class extends AudioWorkletProcessor {
	#e = a(sampleRate, n);
	#t = /* @__PURE__ */ new Float32Array(320);
	#n = 0;
	process(e) {
		let [t] = e[0] ?? [];
		if (t) for (let e of this.#e.push(t)) this.#r(e);
		return !0;
	}
	#r(e) {
		if (this.#t[this.#n] = e, this.#n += 1, this.#n < 320) return;
		let t = this.#t, n = 0;
		for (let e of t) n += e * e;
		this.#t = /* @__PURE__ */ new Float32Array(320), this.#n = 0;
		let r = {
			samples: t,
			level: Math.sqrt(n / 320)
		};
		this.port.postMessage(r, [t.buffer]);
	}
}, c = class extends AudioWorkletProcessor {
	#e = i(sampleRate);
	#t = null;
	#n = 0;
	#r = !1;
	constructor() {
		super(), this.port.onmessage = ({ data: e }) => this.#i(e);
	}
	process(e, t) {
		let [n, ...r] = t[0] ?? [];
		if (!n) return !0;
		this.#e.render(n);
		for (let e of r) e.set(n);
		let { isPlaying: i } = this.#e;
		return this.#n += n.length * 1e3 / sampleRate, (i ? this.#n >= 100 || !this.#r : this.#r) && this.#o(i ? "playing" : "quiet"), this.#r = i, !0;
	}
	#i(e) {
		let t = this.#e;
		e.type === "frame" ? t.push(e.turn, this.#a(e)) : e.type === "end" ? t.end(e.turn) : e.type === "duck" ? t.duck() : e.type === "restore" ? t.restore() : (t.cut(), this.#t = null, this.#r = !1, this.#o("cut"));
	}
	#a(e) {
		return (this.#t?.turn !== e.turn || this.#t.from !== e.sampleRate) && (this.#t = {
			turn: e.turn,
			from: e.sampleRate,
			of: a(e.sampleRate, sampleRate)
		}), this.#t.of.push(e.samples);
	}
	#o(e) {
		this.#n = 0;
		let { position: t, gaps: n } = this.#e, r = {
			type: e,
			...t ?? {
				turn: -1,
				ms: 0
			},
			gaps: n
		};
		this.port.postMessage(r);
	}
};
registerProcessor(e, s), registerProcessor(t, c);
