import type { PlacesCommandBody, PlacesCommandName, Written } from '@linli/core/places';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { createElement, useCallback } from 'react';
import { asProblem, type CommandHandle, runCommand, useCommand } from '../../platform/api/index.ts';
import { useLanguage, useWords } from '../../platform/i18n/index.ts';
import { useStreet } from '../accounts/index.ts';
import { placesWords } from './words.ts';

type Input<Name extends PlacesCommandName> = Omit<PlacesCommandBody<Name>, 'commandId'>;

export function usePlacesCommand<Name extends PlacesCommandName>(
  name: Name,
): CommandHandle<Input<Name>, Written> {
  return useCommand<Input<Name>, Written>(useStreet().id, name);
}

/** What takes an act back: the opposite command, against the version the act left behind. */
export interface Undo<Name extends PlacesCommandName = PlacesCommandName> {
  readonly name: Name;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Says that something was done, with the way back beside it while that is still simple. */
export function useDone(): (text: string, undo?: Undo) => void {
  const { notification } = App.useApp();
  const t = useWords(placesWords);
  const language = useLanguage();
  const street = useStreet();
  const client = useQueryClient();
  return useCallback(
    (text, undo) => {
      const key = `done-${Date.now()}`;
      const takeBack = async () => {
        notification.destroy(key);
        if (!undo) return;
        try {
          await runCommand(street.id, undo.name, undo.input);
          await client.invalidateQueries({ queryKey: ['street', street.id, 'places'] });
          notification.success({ title: t('undone'), placement: 'bottomLeft', duration: 4 });
        } catch (error) {
          notification.error({
            title: asProblem(error).sentence(language),
            placement: 'bottomLeft',
            duration: 0,
          });
        }
      };
      notification.success({
        key,
        title: text,
        placement: 'bottomLeft',
        duration: undo ? 12 : 4,
        role: 'status',
        ...(undo ? { actions: createElement(Button, { onClick: () => void takeBack() }, t('undo')) } : {}),
      });
    },
    [notification, t, language, street.id, client],
  );
}
