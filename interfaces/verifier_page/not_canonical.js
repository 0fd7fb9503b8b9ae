// What the C2SP text formats refuse: the first thing wrong, what it is about, and in which line.

/** What is wrong, in Chinese and in English. */
export const WRONG = Object.freeze({
  TOO_LARGE: ["超过允许的长度", "is longer than allowed"],
  TOO_MANY_LINES: ["行数超过上限", "has more lines than allowed"],
  TOO_MANY_SIGNATURES: ["签名数量超过上限", "carries more signatures than allowed"],
  NOT_UTF8: ["不是UTF-8文本", "is not UTF-8 text"],
  CONTROL_CHARACTER: ["含有控制字符", "contains a control character"],
  NO_FINAL_NEWLINE: ["末行没有换行", "does not end with a newline"],
  MISSING_LINE: ["缺少应有的行", "lacks a line it must have"],
  UNEXPECTED_LINE: ["有多余的行", "has a line that does not belong there"],
  MALFORMED_LINE: ["该行格式不对", "the line is malformed"],
  MALFORMED_NUMBER: ["不是没有前导零的十进制数", "is not a decimal number without leading zeroes"],
  NUMBER_OUT_OF_RANGE: ["数值超出范围", "the number is out of range"],
  BASE64_NOT_CANONICAL: ["不是规范的Base64", "is not canonical Base64"],
  WRONG_LENGTH: ["字节数不对", "has the wrong number of bytes"],
  MALFORMED_NAME: [
    "名称为空、过长或含有空格、加号", "the name is empty, too long, or has a space or a plus",
  ],
  MALFORMED_KEY: ["公钥格式不对", "the key is malformed"],
  KEY_ID_DIFFERS: ["公钥标识与公钥不符", "the key ID is not that of the name and key"],
  UNSUPPORTED_KEY: ["这里不能使用这种公钥", "a key of this type cannot be used here"],
  WEAK_KEY: [
    "公钥不是素数阶子群上的规范点", "the key is no canonical point of the prime-order group",
  ],
  REPEATED_SIGNATURE: ["同一公钥签名两次", "one key signs twice"],
  WRONG_SIGNATURE: ["签名与内容或公钥不符", "the signature is not of this text by this key"],
  UNSIGNED: ["没有受信任公钥的签名", "no trusted key has signed"],
  UNKNOWN_LOG: ["不是策略所列的日志", "the log is not one the policy names"],
  PROOF_LENGTH_DIFFERS: [
    "证明的哈希个数与树的大小不符", "the number of hashes does not fit the size of the tree",
  ],
  REPEATED_NAME: ["名称重复或为保留名称", "the name is taken or reserved"],
  REPEATED_KEY: ["同一公钥列出两次", "one key is listed twice"],
  REPEATED_MEMBER: ["同一名称列入小组两次", "one name is a member of groups twice"],
  UNKNOWN_NAME: ["前文没有这个名称", "the name is not defined above"],
});

/** What it is about, a word of the formats, in Chinese and in English. */
export const ABOUT = Object.freeze({
  NOTE: ["签名文本", "note"],
  CHECKPOINT: ["检查点", "checkpoint"],
  PROOF_FILE: ["证明文件", "proof-file"],
  POLICY: ["策略文件", "policy"],
  HEADING: ["首行标识", "heading"],
  EXTRA: ["附带内容", "extra"],
  ORIGIN: ["日志名称", "origin"],
  SIZE: ["记录总数", "size"],
  ROOT: ["根哈希", "root"],
  SM3_ROOT: ["SM3根哈希", "sm3-root"],
  INDEX: ["记录序号", "index"],
  PROOF: ["证明路径", "proof"],
  LEAF: ["记录内容", "leaf"],
  SIGNATURE: ["签名", "signature"],
  KEY: ["公钥", "key"],
  LOG: ["日志", "log"],
  WITNESS: ["见证方", "witness"],
  GROUP: ["见证小组", "group"],
  QUORUM: ["法定数", "quorum"],
});

/** A file in one of these formats is not in its one form; `line` is null where it is of none. */
export class NotCanonical extends Error {
  constructor(wrong, about, line = null) {
    super();
    const [chinese, english] = wrong;
    const [called, word] = about;
    this.wrong = wrong;
    this.chinese = `${called}:${chinese}`;
    this.english = `${word}: ${english}`;
    this.line = line;
  }

  /** What is wrong, with the line of a file that stands in a line of another. */
  get sentences() {
    if (this.line === null) return [this.chinese, this.english];
    return [`第${this.line}行的${this.chinese}`, `line ${this.line}, ${this.english}`];
  }
}
