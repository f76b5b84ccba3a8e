import type { Language } from '@linli/core/kernel';
import { App, ConfigProvider, type ThemeConfig, theme } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useMemo } from 'react';

/** The nonce of this answer's style policy; the component library writes its styles at run time. */
function styleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
}

/**
 * Where dialogs and menus are put. Not the body: there the library locks the page's scrolling by a style of its own that
 * carries no nonce, and the policy refuses it. base.css locks it instead.
 */
function popupHome(): HTMLElement {
  return document.getElementById('root') ?? document.body;
}

/** Reads tokens.css as it stands for the theme on the page, so that the library follows the one file. */
function themeFromTokens(dark: boolean): ThemeConfig {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const root = Number.parseFloat(style.fontSize);
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: dark ? 'linli-dark' : 'linli' },
    hashed: false,
    token: {
      colorPrimary: token('accent'),
      colorInfo: token('accent'),
      colorLink: token('accent'),
      colorSuccess: token('jade'),
      colorWarning: token('amber'),
      colorError: token('vermilion'),
      colorBgBase: token('sheet'),
      colorBgContainer: token('sheet'),
      colorBgElevated: token('sheet'),
      colorBgLayout: token('paper'),
      colorBgMask: token('veil'),
      colorTextBase: token('ink'),
      colorText: token('ink'),
      colorTextSecondary: token('ink-soft'),
      colorTextTertiary: token('ink-faint'),
      colorTextDescription: token('ink-faint'),
      colorTextPlaceholder: token('ink-faint'),
      colorBorder: token('rule-strong'),
      colorBorderSecondary: token('rule'),
      colorSplit: token('rule'),
      fontFamily: token('sans'),
      fontSize: Math.round(root * 0.9375),
      lineHeight: 1.6,
      borderRadius: 4,
      borderRadiusLG: 8,
      controlHeight: Math.round(root * 2.5),
      boxShadow: token('shadow'),
      boxShadowSecondary: token('shadow'),
      wireframe: false,
    },
    components: {
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        fontWeight: 500,
        primaryColor: token('on-accent'),
        dangerColor: dark ? token('paper') : '#fff',
      },
      Modal: { titleFontSize: Math.round(root * 1.1875) },
    },
  };
}

interface ThemeProps {
  readonly dark: boolean;
  readonly language: Language;
  /** Anything that changes the tokens beside the theme, e.g. the text size. */
  readonly size: string;
  readonly children: ReactNode;
}

export function Theme({ dark, language, size, children }: ThemeProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the size is read through the document's style.
  const config = useMemo(() => themeFromTokens(dark), [dark, size]);
  return (
    <ConfigProvider
      locale={language === 'zh' ? zhCN : enUS}
      theme={config}
      csp={{ nonce: styleNonce() }}
      getPopupContainer={popupHome}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      <App className="app-root">{children}</App>
    </ConfigProvider>
  );
}
