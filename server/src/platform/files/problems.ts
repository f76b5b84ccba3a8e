import { type ProblemCatalogue, problemsOf } from '@linli/core/kernel';

/** What can be wrong with a file someone hands in. Status 422: understood, and refused for its content. */
export const fileProblems = {
  'file.empty': {
    status: 422,
    text: {
      zh: '文件是空的，没有导入任何内容。请检查是否选错了文件，再上传一次。',
      en: 'The file is empty; nothing was imported. Check that you chose the right file and upload it again.',
    },
  },
  'file.too_large': {
    status: 413,
    text: {
      zh: '文件超过 {limit} MB，没有导入任何内容。请分成几个文件，或删去图片后再上传。',
      en: 'The file is larger than {limit} MB; nothing was imported. Split it, or remove pictures, and upload again.',
    },
  },
  'file.unreadable': {
    status: 422,
    text: {
      zh: '文件读不到，没有导入任何内容。请重新选择文件再试。',
      en: 'The file could not be read; nothing was imported. Choose it again and retry.',
    },
  },
  'file.not_spreadsheet': {
    status: 415,
    text: {
      zh: '这不是表格文件，没有导入任何内容。请上传 .xlsx 或 .csv 文件。',
      en: 'This is not a spreadsheet; nothing was imported. Upload an .xlsx or .csv file.',
    },
  },
  'file.old_excel': {
    status: 415,
    text: {
      zh: '这是旧版 Excel(.xls)文件，没有导入任何内容。请打开后另存为 .xlsx 再上传。',
      en: 'This is an old Excel file (.xls); nothing was imported. Open it, save it as .xlsx and upload that.',
    },
  },
  'file.binary_excel': {
    status: 415,
    text: {
      zh: '这是二进制 Excel(.xlsb)文件，没有导入任何内容。请打开后另存为 .xlsx 再上传。',
      en: 'This is a binary Excel file (.xlsb); nothing was imported. Open it, save it as .xlsx and upload that.',
    },
  },
  'file.open_document': {
    status: 415,
    text: {
      zh: '这是 OpenDocument(.ods)表格，没有导入任何内容。请打开后另存为 .xlsx 再上传。',
      en: 'This is an OpenDocument spreadsheet (.ods); nothing was imported. Open it, save it as .xlsx and upload that.',
    },
  },
  'file.web_page': {
    status: 415,
    text: {
      zh: '这个文件其实是网页或 XML，不是真正的 Excel，没有导入任何内容。请用 Excel 打开后另存为 .xlsx 再上传。',
      en: 'This file is really a web page or XML, not an Excel file; nothing was imported. Open it in Excel, save it as .xlsx and upload that.',
    },
  },
  'file.password': {
    status: 422,
    text: {
      zh: '文件设了打开密码，没有导入任何内容。请在 Excel 里取消密码（文件-信息-保护工作簿）再上传。',
      en: 'The file is protected by a password; nothing was imported. Remove the password in Excel (File, Info, Protect Workbook) and upload it again.',
    },
  },
  'file.macros': {
    status: 422,
    text: {
      zh: '文件带有宏，为安全起见没有打开，没有导入任何内容。请另存为不带宏的 .xlsx 再上传。',
      en: 'The file contains macros; to be safe it was not opened and nothing was imported. Save it as .xlsx without macros and upload that.',
    },
  },
  'file.external_links': {
    status: 422,
    text: {
      zh: '文件链接了别的工作簿，数值可能不是最新的，没有导入任何内容。请在 Excel 里断开链接（数据-编辑链接）再上传。',
      en: 'The file links to other workbooks, so its values may be out of date; nothing was imported. Break the links in Excel (Data, Edit Links) and upload it again.',
    },
  },
  'file.truncated': {
    status: 422,
    text: {
      zh: '文件不完整，可能没有传完，没有导入任何内容。请重新下载或拷贝原文件再上传。',
      en: 'The file is incomplete, perhaps cut off in transfer; nothing was imported. Fetch the original again and upload it.',
    },
  },
  'file.broken': {
    status: 422,
    text: {
      zh: '文件已损坏，没有导入任何内容。请用 Excel 打开并修复，另存为 .xlsx 再上传。',
      en: 'The file is damaged; nothing was imported. Open and repair it in Excel, save it as .xlsx and upload that.',
    },
  },
  'file.bomb': {
    status: 422,
    text: {
      zh: '文件解压后大得不正常，已停下，没有导入任何内容。请把需要的内容复制到新的 Excel 里再上传。',
      en: 'The file unpacks to an abnormal size and was stopped; nothing was imported. Copy what you need into a new Excel file and upload that.',
    },
  },
  'file.false_size': {
    status: 422,
    text: {
      zh: '文件内部写的大小与实际不符，已停下，没有导入任何内容。请用 Excel 打开，另存为 .xlsx 再上传。',
      en: 'The file misstates the size of its own content and was stopped; nothing was imported. Open it in Excel, save it as .xlsx and upload that.',
    },
  },
  'file.unsafe_archive': {
    status: 422,
    text: {
      zh: '文件内部结构不安全（名称重复、位置重叠或路径异常），没有打开，没有导入任何内容。请用 Excel 打开，另存为 .xlsx 再上传。',
      en: 'The inside of the file is unsafe (repeated names, overlapping parts or odd paths); it was not opened and nothing was imported. Open it in Excel, save it as .xlsx and upload that.',
    },
  },
  'file.unsafe_xml': {
    status: 422,
    text: {
      zh: '文件内部含有不安全的内容（外部实体或过深的嵌套），没有导入任何内容。请用 Excel 打开，另存为 .xlsx 再上传。',
      en: 'The file holds unsafe content (entities or very deep nesting); nothing was imported. Open it in Excel, save it as .xlsx and upload that.',
    },
  },
  'file.too_many_parts': {
    status: 422,
    text: {
      zh: '文件里的部件或工作表太多（上限 {limit}），没有导入任何内容。请删去多余的图片和工作表再上传。',
      en: 'The file holds too many parts or sheets (limit {limit}); nothing was imported. Remove pictures and sheets you do not need and upload again.',
    },
  },
  'file.too_many_rows': {
    status: 422,
    text: {
      zh: '表格超过 {limit} 行，没有导入任何内容。请分成几个文件再上传。',
      en: 'The table has more than {limit} rows; nothing was imported. Split it into several files.',
    },
  },
  'file.too_many_columns': {
    status: 422,
    text: {
      zh: '表格在第 {limit} 列以后还有内容（第 {row} 行），没有导入任何内容。请删去右侧多余的列再上传。',
      en: 'The table has content beyond column {limit} (row {row}); nothing was imported. Delete the extra columns on the right and upload again.',
    },
  },
  'file.too_many_cells': {
    status: 422,
    text: {
      zh: '表格的单元格超过 {limit} 个，没有导入任何内容。请删去多余的行列，或分成几个文件。',
      en: 'The file has more than {limit} cells; nothing was imported. Delete rows and columns you do not need, or split it.',
    },
  },
  'file.too_many_texts': {
    status: 422,
    text: {
      zh: '文件里的文字、样式或合并单元格太多，没有导入任何内容。请分成几个文件再上传。',
      en: 'The file holds too much text, too many styles or merged cells; nothing was imported. Split it into several files.',
    },
  },
  'file.cell_too_long': {
    status: 422,
    text: {
      zh: '有单元格的文字超过 {limit} 字，没有导入任何内容。请缩短后再上传。',
      en: 'A cell holds more than {limit} characters; nothing was imported. Shorten it and upload again.',
    },
  },
  'file.quote_open': {
    status: 422,
    text: {
      zh: '第 {row} 行有一个引号没有配对，后面的内容分不清列，没有导入任何内容。请补上或删去引号再上传。',
      en: 'A quotation mark in row {row} is never closed, so the columns after it cannot be told apart; nothing was imported. Close or remove it and upload again.',
    },
  },
  'file.encoding': {
    status: 422,
    text: {
      zh: '文件的文字编码认不出来，没有导入任何内容。请用 Excel 另存为 .xlsx，或存为 UTF-8 编码的 CSV 再上传。',
      en: 'The text encoding of the file is not recognised; nothing was imported. Save it as .xlsx, or as CSV in UTF-8, and upload that.',
    },
  },
  'file.no_sheets': {
    status: 422,
    text: {
      zh: '文件里没有可见的工作表，没有导入任何内容。请取消隐藏要导入的工作表再上传。',
      en: 'The file has no visible sheet; nothing was imported. Unhide the sheet you want to import and upload again.',
    },
  },
  'file.too_slow': {
    status: 422,
    text: {
      zh: '读这个文件用时太长，已停下，没有导入任何内容。请分成几个文件再上传。',
      en: 'Reading this file took too long and was stopped; nothing was imported. Split it into several files.',
    },
  },
  'file.too_heavy': {
    status: 422,
    text: {
      zh: '读这个文件需要的内存太多，已停下，没有导入任何内容。请分成几个文件再上传。',
      en: 'Reading this file needs too much memory and was stopped; nothing was imported. Split it into several files.',
    },
  },
  'file.reader_stopped': {
    status: 500,
    text: {
      zh: '读文件的程序意外停下，没有导入任何内容，已保存的内容都在。请再试一次，仍不行请告诉管理员。',
      en: 'The file reader stopped unexpectedly; nothing was imported and what was saved before is safe. Try again, and tell the administrator if it happens again.',
    },
  },
} as const satisfies ProblemCatalogue<string>;

export type FileProblemCode = keyof typeof fileProblems;

/** `fileProblem('file.too_large', { limit: 50 })` */
export const fileProblem = problemsOf<FileProblemCode>(fileProblems);
